import type { ReactNode } from 'react';

export interface ScrollBoxProps {
  readonly as?: 'div' | 'pre' | 'ul';
  readonly label: string;
  readonly className?: string;
  /** What is inside was not written by this app: never translated, and code keeps its direction. */
  readonly isForeign?: boolean;
  readonly children: ReactNode;
}

/** A box that scrolls by itself: named, and reachable by keyboard. */
export const ScrollBox = ({ as: Tag = 'div', label, className, isForeign = false, children }: ScrollBoxProps) => (
  <Tag
    className={className}
    tabIndex={0}
    role={Tag === 'ul' ? undefined : 'group'}
    aria-label={label}
    translate={isForeign ? 'no' : undefined}
    dir={Tag === 'pre' ? 'ltr' : undefined}
  >
    {children}
  </Tag>
);
