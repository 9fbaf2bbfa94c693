import { expect, it } from 'vitest';
import { causeText } from './taint-cause.ts';

it.each([
  ['web_fetch in turn turn_01', 'a web page'],
  ['web_fetch in turn turn_01; web_fetch in turn turn_02; read_mail in turn turn_03', 'a web page; what read_mail brought'],
  ['a file of message msg_01', 'a file that somebody sent'],
  ['a command in message msg_01, with the network open', 'a command that was typed, with the network open'],
  ['a command in message msg_01', 'a command that somebody else typed'],
  ['through a shared folder: web_search in turn turn_01', 'a folder that another workspace can write (a web search)'],
  ['what others said in Choir\u202e', 'what others said in Choir\\u202e'],
  ['the memory "tip"', 'the memory "tip"'],
  ['', ''],
])('tells %j as %j', (cause, text) => {
  expect(causeText(cause)).toBe(text);
});
