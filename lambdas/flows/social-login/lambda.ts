import { internetFunction } from '../../compose/cloud-internet.ts';
import { socialLoginFlow } from './handler.ts';

export const handler = internetFunction(socialLoginFlow);
