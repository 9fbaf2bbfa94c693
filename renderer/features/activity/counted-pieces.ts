/** The pieces of an export as they come, under the one name that the menu knows their count by. */
export async function* countedPieces<T extends { readonly text: string }>(
  pieces: AsyncIterable<T>,
  count: (piece: T) => number,
): AsyncGenerator<{ text: string; count: number }> {
  for await (const piece of pieces) yield { text: piece.text, count: count(piece) };
}
