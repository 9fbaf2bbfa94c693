import { IconFolder, IconFolderPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { t } from '../locales/translate.ts';
import { Choice } from './choice.tsx';
import { FolderField, type FolderFieldProps } from './folder-field.tsx';

export interface FolderChoiceProps {
  /** The folder of one's own as typed; null: a fresh one. */
  readonly own: string | null;
  readonly onChange: (own: string | null) => void;
  readonly pick: FolderFieldProps['pick'];
  /** Id of what names the two. */
  readonly labelledBy: string;
  /** Shown with the fresh one, and with the other. */
  readonly aboutFresh?: ReactNode;
  readonly aboutOwn?: ReactNode;
}

/** Where a workspace works: in a fresh folder, or in one of the owner's own. */
export const FolderChoice = ({ own, onChange, pick, labelledBy, aboutFresh, aboutOwn }: FolderChoiceProps) => {
  const [isJustChosen, setJustChosen] = useState(false);
  return (
    <fieldset className="py-choices" aria-labelledby={labelledBy}>
      <Choice
        name="folder"
        isChosen={own === null}
        onChoose={() => onChange(null)}
        icon={<IconFolderPlus size={20} />}
        title={t('folder.fresh')}
        why={t('folder.freshWhy')}
      >
        {aboutFresh}
      </Choice>
      <Choice
        name="folder"
        isChosen={own !== null}
        onChoose={() => {
          setJustChosen(true);
          onChange(own ?? '');
        }}
        icon={<IconFolder size={20} />}
        title={t('folder.own')}
        why={t('folder.ownWhy')}
      >
        <FolderField label={t('folder.path')} required autoFocus={isJustChosen} value={own ?? ''} onChange={onChange} pick={pick} />
        {aboutOwn}
      </Choice>
    </fieldset>
  );
};
