import { shellWord } from '../answer/shell.ts';

export const downloads = 'samples/downloads';
/** Puts everything back; it lies beside the folder, so that tidying never moves it. */
export const undoScript = 'samples/undo-tidy.sh';

const folders: readonly (readonly [string, string])[] = [
  ['Pictures', 'png jpg jpeg gif svg webp heic bmp'],
  ['Documents', 'pdf txt md doc docx odt rtf'],
  ['Tables', 'csv tsv xls xlsx ods json'],
  ['Music', 'mp3 wav flac ogg m4a'],
  ['Videos', 'mp4 mov mkv webm avi'],
  ['Archives', 'zip tar gz tgz 7z rar'],
  ['Programs', 'sh exe msi dmg deb appimage'],
];

/** Prints "plan<TAB>file<TAB>folder" for each loose file and moves nothing. */
export const planCommand = (): string => {
  const cases = folders.map(
    ([folder, kinds]) =>
      `    ${kinds
        .split(' ')
        .map((kind) => `*.${kind}`)
        .join('|')}) folder=${folder} ;;`,
  );
  return [
    `cd ${downloads} || exit 1`,
    'for file in *; do',
    '  [ -f "$file" ] || continue',
    '  case "$(printf %s "$file" | tr A-Z a-z)" in',
    ...cases,
    '    *) folder=Other ;;',
    '  esac',
    `  printf 'plan\\t%s\\t%s\\n' "$file" "$folder"`,
    'done',
  ].join('\n');
};

export interface PlannedMove {
  readonly file: string;
  readonly folder: string;
}

/** Moves exactly what was planned, never over another file. The way back is written before each move. */
export const moveCommand = (plan: readonly PlannedMove[]): string => {
  const names = [...new Set(plan.map((m) => m.folder))];
  return [
    `move() {`,
    `  if [ ! -f "$1" ]; then printf 'kept\\t%s\\tit is gone\\n' "$1"; return; fi`,
    `  if [ -e "$2/$1" ]; then printf 'kept\\t%s\\t%s has a file of that name\\n' "$1" "$2"; return; fi`,
    `  printf 'back %s %s\\n' "$4" "$3" >> ../undo-tidy.sh`,
    `  mv -- "$1" "$2/" && printf 'moved\\t%s\\t%s\\n' "$1" "$2"`,
    `}`,
    `cd ${downloads} || exit 1`,
    `mkdir -p ${names.map(shellWord).join(' ')} || exit 1`,
    `[ -e ../undo-tidy.sh ] || cat > ../undo-tidy.sh <<'END'`,
    ...undoHead(),
    'END',
    ...plan.map(({ file, folder }) => {
      const name = `./${file}`;
      return `move ${shellWord(file)} ${shellWord(folder)} ${shellWord(shellWord(name))} ${shellWord(shellWord(`./${folder}/${file}`))}`;
    }),
  ].join('\n');
};

const undoHead = (): string[] => [
  '# Puts the files back that "tidy the downloads" moved. Run it in the workspace folder: sh samples/undo-tidy.sh',
  `cd ${downloads} || exit 1`,
  'back() {',
  `  if [ ! -e "$1" ]; then printf 'kept\\t%s\\tit is no longer there\\n' "$1"; return; fi`,
  `  if [ -e "$2" ]; then printf 'kept\\t%s\\tits old name is taken\\n' "$1"; return; fi`,
  `  mv -- "$1" "$2" && printf 'back\\t%s\\t%s\\n' "$1" "$2"`,
  '}',
];

/** Runs the recorded way back once, then removes it and the folders that are empty again. */
export const undoCommand = (): string =>
  [
    `if [ ! -f ${undoScript} ]; then echo nothing; exit 0; fi`,
    `sh ${undoScript} && rm ${undoScript}`,
    `cd ${downloads} || exit 1`,
    ...[...folders.map(([folder]) => folder), 'Other'].map(
      (folder) => `[ -d ${folder} ] && [ -z "$(ls -A ${folder})" ] && rmdir ${folder}`,
    ),
    'exit 0',
  ].join('\n');
