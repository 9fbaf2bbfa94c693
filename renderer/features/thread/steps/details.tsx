import { Modal } from '@mantine/core';
import { t } from '../../../locales/translate.ts';
import { CopyAction } from '../../../ui/copy-action.tsx';

export type DetailLine = readonly [name: string, value: string];

/** When, by whom, with which number: what one copies into a report. */
export const Details = ({ lines, onClose }: { lines: readonly DetailLine[]; onClose: () => void }) => (
  <Modal opened onClose={onClose} title={t('act.details')} closeButtonProps={{ 'aria-label': t('details.close') }} size="md">
    <dl className="py-details" translate="no">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    <div className="py-details__copy">
      <CopyAction text={lines.map(([name, value]) => `${name}: ${value}`).join('\n')} label={t('details.copy')} />
    </div>
  </Modal>
);
