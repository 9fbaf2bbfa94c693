const keyOf = (chatId: string): string => `pynchy-unsent-${chatId}`;

/**
 * The id under which this text is sent: made once per text, so that sending again after a lost connection, also after a
 * reload, is the same message for the host.
 */
export const clientIdFor = (storage: Storage, chatId: string, text: string): string => {
  const kept = storage.getItem(keyOf(chatId));
  const [id, ...rest] = kept?.split('\n') ?? [];
  if (id && rest.join('\n') === text) return id;
  const fresh = crypto.randomUUID();
  storage.setItem(keyOf(chatId), `${fresh}\n${text}`);
  return fresh;
};

/** The text was accepted: the same words typed again are a new message. */
export const forgetClientId = (storage: Storage, chatId: string): void => storage.removeItem(keyOf(chatId));
