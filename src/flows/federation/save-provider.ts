import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { IdentityProvider } from '../../domain/identity-provider.ts'
import { unverifiedProviderTexts as unverified } from '../../domain/identity-provider-texts.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import type { Queries } from '../../store/index.ts'
import { holdPool } from '../hold-pool.ts'

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const MAX_PROVIDERS = 300

const takeIdentifiers = async (tx: Queries, { poolId, name, identifiers }: IdentityProvider) => {
  for (const identifier of identifiers) {
    if (!(await tx.identityProviders.takeIdentifier(poolId, identifier, name))) {
      throw fault('InvalidParameterException', unverified.identifierTaken(identifier))
    }
  }
}

/**
 * Stores a new provider. Raises DuplicateProviderException for a name that the pool has, LimitExceededException
 * when it has as many as it may, and InvalidParameterException for an identifier of another provider.
 */
export const addProvider = async (ctx: Pick<Context, 'store'>, provider: IdentityProvider): Promise<void> => {
  const { poolId, name } = provider
  await ctx.store.transaction(async (tx) => {
    await holdPool(tx, { id: poolId })
    if (!(await tx.identityProviders.insert(provider))) {
      throw fault('DuplicateProviderException', `${name} already exists in user pool ${poolId}`)
    }
    if ((await tx.identityProviders.count(poolId)) > MAX_PROVIDERS) {
      throw fault('LimitExceededException', unverified.limit)
    }
    await takeIdentifiers(tx, provider)
  })
}

/**
 * Stores `after` over `before`; answers it as stored. Raises ConcurrentModificationException if the provider
 * changed in between, and InvalidParameterException for an identifier of another provider.
 */
export const saveProvider = async (
  ctx: Pick<Context, 'store' | 'now'>,
  before: IdentityProvider,
  after: Omit<IdentityProvider, 'updatedAt'>,
): Promise<IdentityProvider> => {
  const provider = { ...after, updatedAt: Math.max(ctx.now(), before.updatedAt + 1) }
  await ctx.store.transaction(async (tx) => {
    if (!(await tx.identityProviders.replace(before, provider))) {
      throw fault('ConcurrentModificationException', unverifiedTexts.concurrent)
    }
    await tx.identityProviders.releaseIdentifiers(before.poolId, before.name)
    await takeIdentifiers(tx, provider)
  })
  return provider
}
