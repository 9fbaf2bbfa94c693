import type { BinaryNode } from '@whiskeysockets/baileys';

export type Attrs = Readonly<Record<string, string | undefined>>;
export type Node = BinaryNode;

/** A stanza; attributes without a value are left out, and so is empty content. */
export const node = (tag: string, attrs: Attrs = {}, content?: BinaryNode['content']): Node => {
  const known: Record<string, string> = {};
  for (const [name, value] of Object.entries(attrs)) if (value !== undefined) known[name] = value;
  return content === undefined ? { tag, attrs: known } : { tag, attrs: known, content };
};

export const childrenOf = (n: Node | undefined, tag?: string): Node[] =>
  Array.isArray(n?.content) ? n.content.filter((c) => tag === undefined || c.tag === tag) : [];
export const childOf = (n: Node | undefined, tag: string): Node | undefined => childrenOf(n, tag)[0];

/** The bytes a node carries. Throws when it carries none: the client broke the protocol. */
export const bytesOf = (n: Node | undefined): Buffer => {
  if (n?.content instanceof Uint8Array) return Buffer.from(n.content);
  throw new Error(`<${n?.tag ?? 'missing'}> has no bytes`);
};
export const numberOf = (n: Node | undefined): number => {
  const bytes = bytesOf(n);
  return bytes.readUIntBE(0, bytes.length);
};
