import { Modal } from '@mantine/core';
import { t } from '../../locales/translate.ts';
import { type KeyLine, KeyList } from '../../ui/key-list.tsx';
import './palette.css';

export interface KeyGroup {
  readonly label: string;
  readonly lines: readonly KeyLine[];
}

/** All keys on one sheet. */
export const KeySheet = ({ isOpen, onClose, groups }: { isOpen: boolean; onClose: () => void; groups: readonly KeyGroup[] }) => (
  <Modal
    opened={isOpen}
    onClose={onClose}
    title={t('keys.title')}
    size="xl"
    transitionProps={{ duration: 0 }}
    closeButtonProps={{ 'aria-label': t('keys.close') }}
  >
    <div className="py-keysheet">
      {groups.map(({ label, lines }) => (
        <section key={label}>
          <h3>{label}</h3>
          <KeyList lines={lines} />
        </section>
      ))}
    </div>
  </Modal>
);
