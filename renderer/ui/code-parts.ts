/** A piece of code of one colour. */
export interface CodePart {
  /** What it is (keyword, string …), as the highlighter names it; '' for plain. */
  readonly scope: string;
  readonly text: string;
}

/** What the highlighter names, in the few colours of the theme. */
const colors: Readonly<Record<string, string>> = {
  keyword: 'key',
  literal: 'key',
  built_in: 'name',
  type: 'name',
  title: 'name',
  'title.class': 'name',
  'title.function': 'name',
  section: 'name',
  name: 'key',
  tag: 'key',
  attr: 'name',
  attribute: 'name',
  property: 'name',
  string: 'text',
  regexp: 'text',
  'char.escape': 'text',
  addition: 'text',
  number: 'number',
  symbol: 'number',
  bullet: 'number',
  variable: 'number',
  'template-variable': 'number',
  subst: '',
  comment: 'note',
  quote: 'note',
  doctag: 'note',
  meta: 'note',
  deletion: 'key',
};

/** The class for a scope; undefined for plain code. */
export const colorClass = (scope: string): string | undefined => {
  const color = colors[scope] ?? colors[scope.split('.')[0] ?? ''] ?? '';
  return color === '' ? undefined : `py-hl-${color}`;
};
