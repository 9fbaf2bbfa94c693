/** The claw, as shapes. Everything else (sizes, states, file forms) is made of these by build/icons.ts. */
const claw =
  'M256 474C219 474 196 454 196 424C196 407 204 393 218 383C128 364 70 300 70 218C70 124 138 52 232 36C245 34 252 46 245 57' +
  'C226 87 215 115 211 143L241 158L211 176C214 203 224 228 240 248L256 268L272 248C286 229 295 207 299 184L275 170L301 152' +
  'C301 133 297 114 289 96C284 84 293 74 306 78C388 104 442 158 442 226C442 304 384 364 294 383C308 393 316 407 316 424C316 454 293 474 256 474Z';
// Small pictures have no room for teeth, and need a wider gap.
const plainClaw =
  'M256 484C214 484 186 460 186 424C186 408 193 394 205 384C116 362 58 298 58 214C58 116 130 40 228 24C244 22 253 36 244 50' +
  'C206 110 204 196 256 262C308 202 312 136 290 92C284 78 296 66 310 71C396 100 454 156 454 226C454 306 396 364 307 384C319 394 326 408 326 424C326 460 298 484 256 484Z';

/** States of the tray and the mark that each adds: a form of its own, not only a colour. */
export const marks = {
  idle: null,
  working: { colour: '#2f7fd6', form: '<circle cx="396" cy="396" r="84"/>' },
  'needs-you': {
    colour: '#d98a00',
    form: '<path fill-rule="evenodd" d="M396 288a108 108 0 1 0 .01 0ZM376 330h40l-6 88h-28ZM396 436a23 23 0 1 0 .01 0Z"/>',
  },
  trouble: {
    colour: '#c9302c',
    form: '<path fill-rule="evenodd" d="M396 282L512 500H280ZM380 356h32l-5 74h-22ZM396 442a18 18 0 1 0 .01 0Z"/>',
  },
  paused: { colour: '#8a8f98', form: '<path d="M318 304h56v184h-56ZM418 304h56v184h-56Z"/>' },
} as const;
export type Mark = keyof typeof marks;

const lean = 'rotate(24 256 256)';

/** The app's picture: the claw on its tile. `px` decides how much detail there is room for. */
export const appIcon = (px: number): string => {
  const isSmall = px <= 32;
  const inset = isSmall ? 0 : 26;
  const side = 512 - 2 * inset;
  const scale = isSmall ? 0.84 : 0.74;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
  <defs>
    <linearGradient id="tile" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#f07f5e"/><stop offset="1" stop-color="#b23c20"/></linearGradient>
    <linearGradient id="claw" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#ffffff"/><stop offset="1" stop-color="#ffe3d8"/></linearGradient>
  </defs>
  <rect x="${inset}" y="${inset}" width="${side}" height="${side}" rx="${Math.round(side * 0.225)}" fill="url(#tile)"/>
  ${isSmall ? '' : `<rect x="${inset + 1.5}" y="${inset + 1.5}" width="${side - 3}" height="${side - 3}" rx="${Math.round(side * 0.222)}" fill="none" stroke="#ffffff" stroke-opacity=".22" stroke-width="3"/>`}
  <g transform="translate(256 256) scale(${scale}) translate(-256 -256) ${lean}">
    ${isSmall ? '' : `<path d="${claw}" transform="translate(6 14)" fill="#5c1a08" fill-opacity=".28"/>`}
    <path d="${isSmall ? plainClaw : claw}" fill="${isSmall ? '#ffffff' : 'url(#claw)'}"/>
  </g>
</svg>
`;
};

/** A picture of the tray: the bare claw, and the mark of a state cut out of it. Templates are black alone; macOS colours them. */
export const trayIcon = (mark: Mark, isTemplate: boolean): string => {
  const m = marks[mark];
  const halo = m
    ? `<g fill="#000" stroke="#000" stroke-width="52" stroke-linejoin="round">${m.form.replaceAll(/ fill-rule="evenodd"/g, '')}</g>`
    : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
  <defs><mask id="room"><rect width="512" height="512" fill="#fff"/>${halo}</mask></defs>
  <g mask="url(#room)"><path d="${plainClaw}" transform="translate(256 256) scale(1.02) translate(-256 -256) ${lean}" fill="${isTemplate ? '#000' : '#ec6f4d'}"/></g>
  ${m ? `<g fill="${isTemplate ? '#000' : m.colour}">${m.form}</g>` : ''}
</svg>
`;
};
