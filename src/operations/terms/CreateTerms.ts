import { fault } from '../../domain/errors.ts'
import { checkLinks, MAX_TERMS, type Terms } from '../../domain/terms.ts'
import { unverifiedBrandingTexts } from '../../domain/unverified-branding-texts.ts'
import { holdPool } from '../../flows/hold-pool.ts'
import { uuid } from '../../flows/tokens/issue.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { LinksType, TermsEnforcementType, TermsNameType, TermsSourceType } from '../../wire/shapes/terms.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toTerms } from './present.ts'

/**
 * Gives a client links to its terms of use or to its privacy policy. Each client has at most one of both.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateTerms.html
 */
export const CreateTerms = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    TermsName: required(TermsNameType),
    TermsSource: required(TermsSourceType),
    Enforcement: required(TermsEnforcementType),
    Links: LinksType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    const links = input.Links ?? {}
    checkLinks(links)
    const now = ctx.now()
    const terms: Terms = {
      poolId: pool.id,
      id: uuid(ctx),
      clientId: client.id,
      name: input.TermsName,
      source: input.TermsSource,
      enforcement: input.Enforcement,
      links,
      createdAt: now,
      updatedAt: now,
    }
    await ctx.store.transaction(async (tx) => {
      await holdPool(tx, pool)
      if (!(await tx.terms.insert(terms))) throw fault('TermsExistsException', unverifiedBrandingTexts.termsExist)
      if ((await tx.terms.count(pool.id)) > MAX_TERMS) {
        throw fault('LimitExceededException', unverifiedBrandingTexts.termsLimit)
      }
    })
    return { Terms: toTerms(terms) }
  },
})
