import { challenge, resendChallenge } from './challenge.ts'
import { confirm, resend } from './confirm.ts'
import { CHALLENGE_PAGE, RESEND_CHALLENGE } from './next.ts'
import { addPasskey } from './passkey.ts'
import { confirmForgotPassword, forgotPassword } from './recovery.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import type { PageRoute } from './visit.ts'

export type { PageRoute, Reply, Visit } from './visit.ts'

/** The pages that a client's request leads through, by their addresses. */
export const pageRoutes: Readonly<Record<string, PageRoute>> = {
  '/login': signIn,
  [CHALLENGE_PAGE]: challenge,
  [RESEND_CHALLENGE]: resendChallenge,
  '/signup': signUp,
  '/confirm': confirm,
  '/resendcode': resend,
  '/forgotPassword': forgotPassword,
  '/confirmforgotPassword': confirmForgotPassword,
  '/passkeys/add': addPasskey,
}
