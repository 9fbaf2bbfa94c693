import type { Color } from '#contract/model/colors.ts';
import './color-dot.css';

/** The colour of a workspace or an account. What it stands for is said beside it in words. */
export const ColorDot = ({ color }: { color: Color }) => <span className={`py-dot py-dot--${color}`} aria-hidden />;
