import { cloudFunction } from '../../compose/cloud.ts';
import { magicLinkFlow } from './handler.ts';

export const handler = cloudFunction(magicLinkFlow);
