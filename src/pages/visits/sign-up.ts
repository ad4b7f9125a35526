import type { Context } from '../../context.ts'
import { keepStep } from '../../flows/sign-in/page-step.ts'
import { refuseClosedSignUp, signUp as register } from '../../flows/sign-up/sign-up.ts'
import { attributeFieldName } from '../attribute-fields.ts'
import { signUpPage } from '../index.ts'
import { afterSignUp } from './after-sign-up.ts'
import { givenAttributes, newUsernameKind, signUpAttributes, toField } from './pool-forms.ts'
import { findTerms } from './terms.ts'
import { go, ownerOf, type PageRoute, type Reply, refusalText, show, type Visit } from './visit.ts'

const page = async (ctx: Context, visit: Visit, error?: string): Promise<Reply> => {
  const { authorization, form, frame } = visit
  const { pool } = authorization
  const { passwordPolicy, signInPolicy } = pool.settings.policies
  const terms = await findTerms(ctx, authorization, frame.language)
  return show(
    signUpPage(frame, {
      action: visit.to('/signup'),
      error,
      usernameKind: newUsernameKind(pool),
      username: form.get('username') ?? '',
      fields: signUpAttributes(authorization).map((attribute) =>
        toField(attribute, form.get(attributeFieldName(attribute.name)) ?? ''),
      ),
      asksPassword: signInPolicy.allowedFirstAuthFactors.includes('PASSWORD'),
      policy: passwordPolicy,
      ...(terms && { terms }),
      links: { signIn: visit.to('/login') },
    }),
    error !== undefined,
  )
}

const act = async (ctx: Context, visit: Visit): Promise<Reply> => {
  const { authorization, form, via } = visit
  const { pool, client } = authorization
  const [username, password] = [form.get('username') ?? '', form.get('password')]
  await visit.spend('UserCreation')
  const { user, delivery } = await register(ctx, {
    ...{ pool, client, username, via },
    password,
    attributes: givenAttributes(visit, signUpAttributes(authorization)),
    validationData: new Map(),
  })
  const signedUp = { sub: user.sub, passwordVersion: user.passwordVersion, hasPassword: password !== undefined }
  if (user.status === 'CONFIRMED') return afterSignUp(ctx, visit, { username, signedUp, confirmation: undefined })
  const step = { kind: 'confirm', username, destination: delivery?.destination, signedUp } as const
  return go(visit.to('/confirm', { step: await keepStep(ctx, ownerOf(visit), step) }))
}

/** The page on which people become users. */
export const signUp: PageRoute = {
  async show(ctx, visit) {
    try {
      refuseClosedSignUp(visit.authorization.pool)
    } catch {
      return go(visit.to('/login'))
    }
    return page(ctx, visit)
  },
  async act(ctx, visit) {
    try {
      return await act(ctx, visit)
    } catch (error) {
      return page(ctx, visit, refusalText(visit, error))
    }
  },
}
