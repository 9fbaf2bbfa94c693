/**
 * Why a message is kept and answered by nobody, as far as the model may read it as context: its author may not start turns
 * there; it was not meant for the assistant; the owner wrote it to others; it is of another number of the assistant's.
 */
export const contextCodes = ['not-allowed-here', 'not-addressed', 'said-to-others', 'own-number'] as const;
export type ContextCode = (typeof contextCodes)[number];
