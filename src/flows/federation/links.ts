import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import { type IdentityProvider, SUBJECT } from '../../domain/identity-provider.ts'
import { unverifiedProviderTexts as unverified } from '../../domain/identity-provider-texts.ts'
import { isSocial } from '../../domain/identity-provider-types.ts'
import {
  type IdentityKey,
  type LinkedIdentity,
  MAX_LINKED,
  MAX_USER_ID_LENGTH,
  withIdentities,
} from '../../domain/linked-identity.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { changeUser, noNames, rereadUser, transactUsers } from '../users/save.ts'

type Linking = Pick<Context, 'store' | 'now'>

const invalid = (text: string) => fault('InvalidParameterException', text)

/** Writes down at the user what the table says, in the transaction that changed the table. */
const showIdentities = async (ctx: Linking, tx: Queries, pool: Pool, user: User) => {
  const identities = await tx.linkedIdentities.ofUser(pool.id, user.sub)
  const attributes = withIdentities(user.attributes, identities)
  await changeUser(tx, pool, user, { attributes }, ctx.now(), noNames)
}

/** The subject of whoever may be linked, or the attribute to which the provider's claim is mapped. */
const checkAttribute = (provider: IdentityProvider, attribute: string) => {
  if (attribute === SUBJECT) return
  const isMapped = attribute !== 'username' && Object.hasOwn(provider.attributeMapping, attribute)
  if (isSocial(provider.type) || !isMapped) throw invalid(unverified.linkAttribute(attribute))
}

const checkUserId = (userId: string) => {
  if (userId.length > MAX_USER_ID_LENGTH || /[\p{Cc}\p{Cs}]/u.test(userId)) throw invalid(unverified.linkValue)
}

const refuseTaken = (holder: LinkedIdentity | undefined, user: User) => {
  if (!holder) return
  if (holder.sub === user.sub && !holder.isPrimary) throw invalid('SourceUser is already linked to DestinationUser')
  if (holder.isPrimary) {
    throw invalid(
      'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
    )
  }
  throw fault('AliasExistsException', unverified.linkElsewhere)
}

/** Whom to link to what. */
export type LinkRequest = {
  readonly pool: Pool
  readonly user: User
  readonly provider: IdentityProvider
  readonly attribute: string
  readonly userId: string
}

/**
 * Lets an identity at a provider sign in as a user who is there. Raises InvalidParameterException for an
 * identity that cannot be named so, signs in as this user already, or has a user of its own;
 * AliasExistsException for one that is linked to another; LimitExceededException beyond five links.
 */
export const linkIdentity = async (ctx: Linking, request: LinkRequest): Promise<void> => {
  const { pool, provider, attribute, userId } = request
  checkAttribute(provider, attribute)
  checkUserId(userId)
  await transactUsers(ctx, async (tx) => {
    const user = await rereadUser(tx, request.user)
    const key: IdentityKey = { poolId: pool.id, provider: provider.name, attribute, userId }
    refuseTaken(await tx.linkedIdentities.find(key), user)
    const links = (await tx.linkedIdentities.ofUser(pool.id, user.sub)).filter(({ isPrimary }) => !isPrimary)
    if (links.length >= MAX_LINKED) throw fault('LimitExceededException', unverified.linkLimit)
    const isNew = await tx.linkedIdentities.insert({
      ...key,
      sub: user.sub,
      providerType: provider.type,
      issuer: provider.saml?.entityId,
      isPrimary: false,
      createdAt: ctx.now(),
    })
    if (!isNew) throw fault('AliasExistsException', unverified.linkElsewhere) // somebody came between
    await showIdentities(ctx, tx, pool, user)
  })
}

/**
 * Takes an identity from the user as whom it signs in: a link ends, and the user of an identity of its own
 * stays behind without a way in. Raises UserNotFoundException for an identity that is nobody's.
 */
export const unlinkIdentity = async (ctx: Linking, pool: Pool, key: IdentityKey): Promise<void> => {
  await transactUsers(ctx, async (tx) => {
    const identity = await tx.linkedIdentities.find(key)
    if (!identity) throw fault('UserNotFoundException')
    const user = await rereadUser(tx, identity)
    await tx.linkedIdentities.remove(key)
    await showIdentities(ctx, tx, pool, user)
  })
}

/** Takes a user's password away, and the codes that would set another one. Other ways to sign in stay. */
export const forbidPassword = async (ctx: Linking, pool: Pool, user: User): Promise<void> => {
  await transactUsers(ctx, async (tx) => {
    const current = await rereadUser(tx, user)
    await changeUser(tx, pool, current, { verifier: null, temporaryUntil: null }, ctx.now(), noNames)
    await tx.codes.remove(pool.id, user.sub, 'forgot_password')
  })
}
