import { floating } from './surface.ts';

/** In the middle of the screen; what is higher than the screen scrolls as a whole. */
export const dialogPlace = 'fixed inset-0 grid place-items-center overflow-y-auto p-4';

const popup = `${floating} relative grid w-full grid-cols-1 gap-6 p-6 transition-[opacity,scale] data-ending-style:scale-97 data-ending-style:opacity-0 data-starting-style:scale-97 data-starting-style:opacity-0`;

export const dialogPopup = `${popup} max-w-md`;
export const wideDialogPopup = `${popup} max-w-xl`;
