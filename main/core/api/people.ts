import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const peopleRoutes = (os: Base, { chatPeople }: ApiDeps) => ({
  ofChat: os.people.ofChat.handler(({ input }) => chatPeople.of(input.chatId)),
  setTrigger: os.people.setTrigger.handler(({ input }) => chatPeople.setTrigger(input.chatId, input.trigger)),
  setStarters: os.people.setStarters.handler(({ input }) => chatPeople.setStarters(input.chatId, input.starters)),
  setMayStart: os.people.setMayStart.handler(({ input }) => chatPeople.setMayStart(input)),
  owners: os.people.owners.handler(({ input }) => chatPeople.owners(input.channel)),
  addOwner: os.people.addOwner.handler(({ input }) => chatPeople.addOwner(input.channel, input.number)),
  removeOwner: os.people.removeOwner.handler(({ input }) => chatPeople.removeOwner(input.channel, input.key)),
});
