import type { Context } from '../../context.ts'

/** Who is confirmed by a link, at which client and by which code. */
export type ConfirmationLink = { readonly clientId: string; readonly username: string; readonly code: string }

/** The link that confirms a sign-up. Built on the configured URL alone: a request's Host never gets into a message. */
export const confirmationLink = (
  ctx: Pick<Context, 'settings'>,
  { clientId, username, code }: ConfirmationLink,
): string => {
  const query = new URLSearchParams({ client_id: clientId, user_name: username, confirmation_code: code })
  return `${ctx.settings.publicUrl}/confirmUser?${query}`
}
