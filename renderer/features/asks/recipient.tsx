import { visible } from '#contract/text/visible.ts';
import type { AskView } from '#contract/ui/views.ts';
import { hasText, t } from '../../locales/translate.ts';

type To = NonNullable<AskView['recipient']>;

const names = new Intl.ListFormat('en', { type: 'conjunction' });

const placeText = ({ kind, channel, connection }: To): string => {
  const own = `ask.to.${channel}`;
  // A number that nobody gave a name of its own is called as its network is.
  const isNamed = connection.toLowerCase() !== channel.toLowerCase();
  const where = isNamed ? `${channel.charAt(0).toUpperCase()}${channel.slice(1)} (${connection})` : connection;
  return hasText(own) ? t(own) : t(`ask.to.${kind}`, { where });
};
const readersText = ({ readers, moreReaders }: To): string => {
  if (readers.length === 0) return t('ask.readers.you');
  return moreReaders > 0 ? t('ask.readers.more', { names: readers.join(', '), n: moreReaders }) : names.format(readers);
};

/** Where words would be read, and by whom: what an id says to nobody. */
export const Recipient = ({ recipient }: { recipient: To }) => (
  <dl className="py-ask__to">
    <div>
      <dt>{t('ask.to')}</dt>
      <dd>
        <strong translate="no">
          <bdi>{visible(recipient.chat)}</bdi>
        </strong>
        {', '}
        {placeText(recipient)}
        {recipient.workspace !== null && `, ${t('ask.to.workspace', { workspace: recipient.workspace })}`}
      </dd>
    </div>
    <div>
      <dt>{t('ask.readers')}</dt>
      <dd dir="auto">{readersText(recipient)}</dd>
    </div>
  </dl>
);

/** The arguments without those that the lines above say in words. */
export const withoutAddress = (input: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([name]) => name !== 'chat' && name !== 'chatId' && name !== 'workspace'));
