import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './notice.css';

/** What the harness says, not the agent: small, centred, with an icon. */
export const NoticeLine = ({ children, icon }: { children: ReactNode; icon?: ReactNode }) => (
  <div className="py-notice" role="note">
    <span className="py-notice__icon" aria-hidden>
      {icon ?? <IconInfoCircle size={15} />}
    </span>
    <span className="py-break">{children}</span>
  </div>
);
