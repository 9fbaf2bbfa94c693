const notes: Readonly<Record<string, string>> = {
  image: '[a picture, which Pynchy cannot open yet]',
  video: '[a video, which Pynchy cannot open yet]',
  audio: '[a voice note, which Pynchy cannot hear yet]',
  document: '[a file, which Pynchy cannot open yet]',
  sticker: '[a sticker]',
  place: '[a place on a map]',
  contact: '[a contact card]',
  poll: '[a poll]',
  once: '[something to be seen once; only the phone shows it]',
  unreadable: '[a message that could not be read; it is on the phone]',
};

/** What stands in a message for something that is not text. */
export const notTextNote = (kind: string): string => notes[kind] ?? '[something that Pynchy cannot read yet]';
