import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Message, Person } from '#contract/model/records.ts';
import type { Command } from '../../commands/recognise.ts';
import type { SecretsService } from '../../services/secrets.ts';
import type { Store } from '../../store/store.ts';

type EnvCommand = Extract<Command, { kind: 'env' }>;

/** `env add`, `env list` and `env remove`, typed by an owner: secrets for commands of the workspace of that chat. */
export const envCommands =
  (store: Store, secrets: SecretsService, p: { surfaceOf: (chatId: string) => string; isOnNetwork: (chatId: string) => boolean }) =>
  (message: Message, person: Person, command: EnvCommand): Reason => {
    if (person.role !== 'owner') throw new AppError('secret-owner-only');
    const workspace = store.workspaces.byId(store.chats.byId(message.chatId)?.workspaceId ?? '');
    if (!workspace) throw new AppError('not-found', { what: 'workspace', name: '' });
    const by = { personId: person.id, surface: p.surfaceOf(message.chatId) };
    const said = { workspace: workspace.name };
    switch (command.act) {
      case 'add': {
        if (command.name === null) throw new AppError('secret-usage');
        const isNew = !secrets.list(workspace.id).some(({ name }) => name === command.name);
        secrets.nameTyped(message.id, { workspaceId: workspace.id, name: command.name, by });
        const isSeen = !store.chats.isPrivate(message.chatId);
        const onPhone = isEdit(store, message) ? 'secret-kept-edited' : 'secret-kept-phone';
        const code = isSeen ? 'secret-kept-seen' : p.isOnNetwork(message.chatId) ? onPhone : 'secret-kept';
        return reason(isNew ? code : code.replace('kept', 'replaced'), { ...said, name: command.name });
      }
      case 'remove':
        secrets.remove(workspace.id, command.name, by);
        return reason('secret-removed', { ...said, name: command.name });
      case 'list': {
        const lines = secrets.list(workspace.id).map((s) => `${s.name}${s.forCommands ? '' : ' (commands may not use it)'}`);
        return lines.length === 0 ? reason('secret-list-empty', said) : reason('secret-list', { ...said, list: lines.join('\n') });
      }
    }
  };

// A message that was changed into this says the same now.
const isEdit = (store: Store, { quoteId, text }: Message): boolean => quoteId !== null && store.messages.byId(quoteId)?.text === text;
