import './section-tabs.css';

/** The parts of one screen, as links: each has an address of its own. */
export const SectionTabs = ({ label, tabs }: { label: string; tabs: readonly { href: string; text: string; isHere: boolean }[] }) => (
  <nav className="py-tabs" aria-label={label}>
    {tabs.map(({ href, text, isHere }) => (
      <a key={href} href={href} aria-current={isHere ? 'page' : undefined}>
        {text}
      </a>
    ))}
  </nav>
);
