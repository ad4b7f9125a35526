import type { Context } from '../../context.ts'
import { defined } from '../../domain/defined.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { unverifiedBrandingTexts } from '../../domain/unverified-branding-texts.ts'
import {
  CLASSIC,
  checkDomain,
  checkDomainTier,
  MAX_CUSTOM_DOMAINS,
  type UserPoolDomain,
} from '../../domain/user-pool-domain.ts'
import { holdPool } from '../../flows/hold-pool.ts'
import type { Queries } from '../../store/index.ts'
import { fromWire } from '../../wire/casing.ts'
import { integer, required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { CustomDomainConfigType, DomainType, RoutingType } from '../../wire/shapes/domain.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toWritten } from './present.ts'

const HAS_ONE = 'User pool already has a domain configured.'
const TAKEN = 'Domain already associated with another user pool.'
const CUSTOM_TAKEN = 'One or more of the CNAMEs that you provided are already associated with a different resource'

/** Insists that there are not too many custom domains in the Region of a pool, whoever else adds one. Raises LimitExceededException. */
const requireRoom = async (tx: Queries, { region }: Pool): Promise<void> => {
  await tx.regions.hold(region)
  if ((await tx.domains.countCustom(region)) <= MAX_CUSTOM_DOMAINS) return
  throw fault('LimitExceededException', unverifiedBrandingTexts.domainLimit)
}

const insert = (ctx: Context, pool: Pool, domain: UserPoolDomain): Promise<void> =>
  ctx.store.transaction(async (tx) => {
    const isCustom = domain.customDomainConfig !== undefined
    checkDomainTier((await holdPool(tx, pool)).settings.userPoolTier, domain.managedLoginVersion)
    if (!(await tx.domains.insert(domain))) {
      const isTaken = (await tx.domains.find(domain.domain)) !== undefined
      const text = isCustom ? CUSTOM_TAKEN : TAKEN
      throw fault('InvalidParameterException', isTaken ? text : HAS_ONE)
    }
    if (isCustom) await requireRoom(tx, pool)
  })

/**
 * Gives the pages of a pool a domain: a prefix, or a name of one's own with CustomDomainConfig. A pool
 * has at most one of each; no two pools share one. It is active at once.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
 */
export const CreateUserPoolDomain = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    Domain: required(DomainType),
    UserPoolId: required(UserPoolIdType),
    ManagedLoginVersion: integer(),
    CustomDomainConfig: CustomDomainConfigType,
    Routing: RoutingType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const { domain, managedLoginVersion = CLASSIC, customDomainConfig, routing } = fromWire(input)
    const now = ctx.now()
    const made: UserPoolDomain = {
      poolId: pool.id,
      domain,
      managedLoginVersion,
      ...defined({ customDomainConfig, routing }),
      createdAt: now,
      updatedAt: now,
    }
    checkDomain({ domain: made, pool, publicUrl: ctx.settings.publicUrl })
    await insert(ctx, pool, made)
    return toWritten(made, ctx.settings)
  },
})
