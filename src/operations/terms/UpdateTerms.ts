import { fault } from '../../domain/errors.ts'
import { checkLinks, type Terms } from '../../domain/terms.ts'
import { unverifiedBrandingTexts } from '../../domain/unverified-branding-texts.ts'
import { concurrent } from '../../flows/save-settings.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import {
  LinksType,
  TermsEnforcementType,
  TermsIdType,
  TermsNameType,
  TermsSourceType,
} from '../../wire/shapes/terms.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toTerms } from './present.ts'
import { requireTerms } from './require.ts'

/**
 * Changes terms of a client; what a request leaves out stays. Links that it states are all that there
 * are from then on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateTerms.html
 */
export const UpdateTerms = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    TermsId: required(TermsIdType),
    UserPoolId: required(UserPoolIdType),
    TermsName: TermsNameType,
    TermsSource: TermsSourceType,
    Enforcement: TermsEnforcementType,
    Links: LinksType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const before = await requireTerms(ctx, pool, input.TermsId)
    const after: Terms = {
      ...before,
      name: input.TermsName ?? before.name,
      source: input.TermsSource ?? before.source,
      enforcement: input.Enforcement ?? before.enforcement,
      links: input.Links ?? before.links,
      updatedAt: Math.max(ctx.now(), before.updatedAt + 1),
    }
    checkLinks(after.links)
    await ctx.store.transaction(async (tx) => {
      if (!(await tx.terms.take(before))) throw concurrent()
      if (!(await tx.terms.insert(after))) throw fault('TermsExistsException', unverifiedBrandingTexts.termsExist)
    })
    return { Terms: toTerms(after) }
  },
})
