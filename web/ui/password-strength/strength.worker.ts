/** Apart from the page: an estimate must not hold up the typing. */
import { estimate } from './estimate.ts';
import type { StrengthQuestion } from './strength.ts';

addEventListener('message', ({ data }: MessageEvent<StrengthQuestion>) => postMessage(estimate(data)));
