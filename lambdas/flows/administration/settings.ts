import type * as z from 'zod/mini';
import type { Config } from '../../kernel/config.ts';
import type { insightRoutes } from './insight-routes.ts';

/** Mapped by hand: a setting that is added is shown to nobody until it is added here, too. */
export function settingsView(config: Config): z.input<(typeof insightRoutes.getSettings)['success']['data']> {
  const { password, lifetimes, passkeys } = config;
  return {
    mode: config.mode,
    origin: config.origin,
    allowed_origins: [...config.allowedOrigins],
    return_to: [...config.returnTo],
    client_id: config.clientId,
    brand: { name: config.brand.name },
    mail_from: config.mailFrom,
    security_contact: config.securityContact,
    rate_limits: config.rateLimits,
    password: {
      min_length: password.minLength,
      max_length: password.maxLength,
      hash_cost: password.hashCost,
      breach_check: config.breachCheck,
    },
    lifetimes: {
      access_token: lifetimes.accessToken,
      session: lifetimes.session,
      session_idle: lifetimes.sessionIdle,
      refresh_grace: lifetimes.refreshGrace,
      verification: lifetimes.verification,
      invitation: lifetimes.invitation,
      mail_code: lifetimes.mailCode,
      password_reset: lifetimes.passwordReset,
      magic_link: lifetimes.magicLink,
      email_change: lifetimes.emailChange,
      email_revert: lifetimes.emailRevert,
      pending_sign_in: lifetimes.pendingSignIn,
    },
    passkeys: { rp_id: passkeys.rpId, previous_rp_ids: [...passkeys.previousRpIds] },
    providers: config.providers.map(({ id, name }) => ({ id, name })),
    outgoing_hosts: [...config.outgoingHosts],
    epoch: config.epoch.toISOString(),
  };
}
