/** A QR code for a terminal. Loaded only then. */
export const qrLines = async (content: string): Promise<string[]> => {
  const { toString: draw } = await import('qrcode');
  return (await draw(content, { type: 'terminal', small: true, errorCorrectionLevel: 'L' })).split('\n');
};
