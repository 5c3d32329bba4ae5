/** Marks addresses that bounced or complained, told by SNS. */
import { createMailFeedback } from '../../workers/mail-feedback.ts';
import { cloudPlatform } from '../cloud.ts';

export const handler = createMailFeedback(cloudPlatform('mail-feedback'));
