import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { begin } from '../../flows/sign-in/begin.ts'
import { errorPage, signInPage, stepUpPage } from '../index.ts'
import { text } from '../text.ts'
import { detour } from './detour.ts'
import { toNext } from './next.ts'
import { offersChoice, usernameKind } from './pool-forms.ts'
import { type PageRoute, type Reply, refusalText, show, type Visit } from './visit.ts'

const LOCAL = 'COGNITO'

/** Whether users of the pool itself sign in at the client's pages. */
const takesLocalUsers = ({ settings }: Client): boolean =>
  settings.supportedIdentityProviders === undefined || settings.supportedIdentityProviders.includes(LOCAL)

const isRecoverable = ({ authorization: { pool } }: Visit) =>
  pool.settings.accountRecoverySetting?.recoveryMechanisms?.some(({ name }) => name === 'admin_only') !== true

const noticeOf = ({ done, frame: { language } }: Visit) => {
  if (done === 'confirmed') return text(language, 'accountConfirmed')
  return done === 'reset' ? text(language, 'passwordChanged') : undefined
}

const page = (visit: Visit, failure: { error?: string; username?: string } = {}): Reply => {
  const { authorization, frame, keptName } = visit
  const { pool, client, loginHint, identityProvider } = authorization
  const isElsewhere = identityProvider !== undefined && identityProvider !== LOCAL
  if (isElsewhere || !takesLocalUsers(client)) {
    return show(errorPage(frame, { message: text(frame.language, 'errorPage') }), true)
  }
  if (visit.isStepUp && visit.standing) {
    const { username } = visit.standing.user
    const links = { back: visit.to('/login', { other: 'true' }) }
    return show(
      stepUpPage(frame, { action: visit.to('/login'), error: failure.error, username, links }),
      failure.error !== undefined,
    )
  }
  const username = failure.username ?? loginHint ?? keptName ?? ''
  const notice = failure.error === undefined ? noticeOf(visit) : undefined
  const signsUp = !pool.settings.adminCreateUserConfig.allowAdminCreateUserOnly
  return show(
    signInPage(frame, {
      action: visit.to('/login'),
      error: failure.error,
      ...(notice !== undefined && { notice }),
      usernameKind: usernameKind(pool),
      username,
      remembersUsername: keptName !== undefined,
      asksPassword: !offersChoice(authorization, frame.look.kind === 'managed'),
      localForm: true,
      providers: [],
      links: {
        ...(isRecoverable(visit) && { forgotPassword: visit.to('/forgotPassword') }),
        ...(signsUp && { signUp: visit.to('/signup') }),
      },
    }),
    failure.error !== undefined,
  )
}

const act = async (ctx: Context, visit: Visit): Promise<Reply> => {
  const { authorization, form, frame, via } = visit
  const { pool, client, acrValues } = authorization
  const again = visit.isStepUp ? visit.standing : undefined
  const username = again?.user.username ?? form.get('username') ?? ''
  const password = form.get('password')
  const earlier = again && {
    sub: again.user.sub,
    methods: again.session.amr,
    cookieHash: again.session.cookieHash,
  }
  const choice = again !== undefined || offersChoice(authorization, frame.look.kind === 'managed')
  const withPassword = choice ? {} : { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password ?? '' }
  const given = { USERNAME: username, TARGET_ACR_VALUES: acrValues, ...withPassword }
  const progress = { username, startedAt: ctx.now(), keepsName: form.has('rememberUsername') }
  try {
    if (!takesLocalUsers(client)) return page(visit)
    await visit.spend('UserAuthentication')
    const outcome = await begin(ctx, { pool, client, entry: 'pages', given, session: undefined, via, earlier })
    return await toNext(ctx, visit, outcome, progress)
  } catch (error) {
    const elsewhere = await detour(ctx, visit, error, username)
    return elsewhere ?? page(visit, { error: refusalText(visit, error), username })
  }
}

/** The page on which a sign-in begins. */
export const signIn: PageRoute = { show: async (_ctx, visit) => page(visit), act }
