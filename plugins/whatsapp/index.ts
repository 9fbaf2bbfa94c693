import { createWhatsAppPlugin } from './whatsapp-plugin.ts';

/** Registers the channel `whatsapp`. */
export const plugin = createWhatsAppPlugin();
