import type { WhatsAppSim } from '../sim/whatsapp/server.ts';
import type { DemoPerson } from './page/state.ts';

/** Who is in the demo: the owner with two numbers, two people, and a group of three. */
export const people: readonly DemoPerson[] = [
  { name: 'Alex', title: 'You', number: '+49 170 1' },
  { name: 'Ann', title: 'Ann', number: '+49 170 2' },
  { name: 'Bob', title: 'Bob', number: '+49 170 3' },
  { name: 'Alex (work)', title: 'Your second number', number: '+49 170 4' },
];

/** Puts them on the server, with something said already. */
export const enterCast = async (sim: WhatsAppSim): Promise<void> => {
  for (const { name, number } of people) sim.addPerson(number.replaceAll(/\D/g, ''), name);
  sim.phone('Ann').createGroup('Family', ['Alex', 'Bob']);
  await sim.phone('Ann').say('Family', 'Hello you two. Alex brings an assistant along: it answers when you write @pynchy.');
  await sim.phone('Ann').say('Alex', 'Hi, are you there?');
  await sim.phone('Bob').say('Alex', 'Did you find the receipts?');
};
