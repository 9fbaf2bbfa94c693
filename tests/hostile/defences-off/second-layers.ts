const ownAddressCheck = 'the web tool takes an address apart itself, and only plain ones go on';
const notApart = 'not taken apart yet: which of several layers holds it was not tried alone';

/** What holds an attack whose own defence is out. An attack that is held without a line here, and a line without need, are faults. */
export const secondLayers: Readonly<Record<string, string>> = {
  'PATH-16': 'the kernel makes no hard link from one mount to another',
  'WSP-10': 'of what a vendor says about a refused key only a code is kept',
  'POI-10': 'a title with line breaks is not taken over by the reader of pages',
  'HOST-06': ownAddressCheck,
  'HOST-07': ownAddressCheck,
  'HOST-08': ownAddressCheck,
  'HOST-11': ownAddressCheck,
  'APR-01': 'a call that was denied is recorded, and not looked at again',
  'APR-02': 'a request that ran out has let its turn go on before the answer comes',
  'APR-09': notApart,
  'APR-14': 'calls of one answer are carried out one after the other',
  'APR-15': 'the turn is over: nothing waits for the answer any more',
  'PRO-16': 'the standard profile offers no rule for what goes out',
  'GRP-13': 'the gate that asks stays in this part, so that there are requests to attack',
  'GRP-14': 'the gate that asks stays in this part, so that there are requests to attack',
  'GRP-23': notApart,
  'GRP-24': notApart,
  'GRP-25': notApart,
};
