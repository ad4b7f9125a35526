/**
 * Sign-in by SRP: the challenge PASSWORD_VERIFIER, which a client may answer without a Session. All
 * that the server has to remember is sealed into the SECRET_BLOCK, so nothing is stored before
 * something is proved, and any node takes the answer.
 */
import { timingSafeEqual } from 'node:crypto'
import type { Context } from '../../context.ts'
import { type Client, hidesUsers } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import { attemptsExceeded, passwordLockout } from '../../domain/lockout.ts'
import { isCaseSensitive, type Pool } from '../../domain/pool.ts'
import { addressForm, nameKey } from '../../domain/sign-in-names.ts'
import {
  fakeVerifier,
  parsePublicValue,
  passwordClaim,
  scrambler,
  serverPublicValue,
  sessionKey,
  srpIdentity,
  type Verifier,
} from '../../domain/srp.ts'
import type { User } from '../../domain/user.ts'
import type { AttemptKey } from '../../store/attempts.ts'
import { proveClient } from '../client-proof.ts'
import { attemptKey, attemptSecret } from '../passwords/lockout.ts'
import { fakeSalt, openVerifier } from '../passwords/verifier.ts'
import { uuid } from '../tokens/issue.ts'
import { findUser } from '../users/find.ts'
import { lookUpKey } from '../users/names.ts'
import { checkAfterPassword, checkBeforePassword } from './account-state.ts'
import { advance } from './advance.ts'
import type { ChallengeAnswer } from './answer.ts'
import { requireParameter } from './parameters.ts'
import { sessionEnd } from './session.ts'
import type { Outcome } from './step.ts'

/** What a SECRET_BLOCK holds. Numbers are base64. */
type SecretBlock = {
  readonly id: string
  readonly clientId: string
  /** For a name that nobody has it is nobody's: it takes its place, so that the block has the same length. */
  readonly sub: string
  readonly passwordVersion: number
  /** The name that was given. */
  readonly name: string
  /** USER_ID_FOR_SRP. */
  readonly username: string
  readonly a: string
  readonly b: string
  readonly expiresAt: number
}

const SECRET_BYTES = 32
const BLOCK_STEP = 256
const sealContext = (pool: Pool) => `secret-block|${pool.id}`
const TIMESTAMP =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/

/** The verifier of a name that nobody has: always the same, and no password's. */
const standIn = (ctx: Context, pool: Pool, name: string): Verifier => {
  const key = lookUpKey(pool, name)
  const parts = Array.from({ length: 12 }, (_, part) => ctx.sealer.mac(`fake-verifier|${pool.id}`, `${part} ${key}`))
  return {
    salt: fakeSalt(ctx, pool, name),
    v: fakeVerifier(Buffer.concat(parts.map((part) => Buffer.from(part, 'base64url')))),
  }
}

/**
 * The USER_ID_FOR_SRP of a name that nobody has: what its user's would look like. That is the name
 * itself where it can be one, or else a UUID like any other.
 */
const standInName = (ctx: Context, pool: Pool, name: string): string => {
  const { usernameAttributes = [], aliasAttributes = [] } = pool.settings
  const form = addressForm(name)
  const isAlias = form !== undefined && aliasAttributes.includes(form)
  if (usernameAttributes.length === 0 && !isAlias) return nameKey(name, isCaseSensitive(pool))
  const mac = ctx.sealer.mac(`fake-name|${pool.id}`, lookUpKey(pool, name))
  return uuid({ random: (bytes) => Buffer.from(mac, 'base64url').subarray(0, bytes) })
}

const storedVerifier = async (ctx: Context, user: User | undefined): Promise<Verifier | undefined> => {
  const sealed = user && (await ctx.store.users.verifier(user.poolId, user.sub))
  return user && sealed !== undefined ? openVerifier(ctx, user, sealed) : undefined
}

const refuseLocked = async (ctx: Context, key: AttemptKey) => {
  if (await ctx.store.attempts.isLocked(key, passwordLockout, ctx.now())) throw attemptsExceeded()
}

/** Of few lengths, which tell nothing of the user. */
const toText = (block: SecretBlock) => {
  const text = JSON.stringify(block)
  return text.padEnd(Math.ceil(text.length / BLOCK_STEP) * BLOCK_STEP)
}

type SrpStart = { pool: Pool; client: Client; parameters: Readonly<Record<string, string>> }

/**
 * Begins a sign-in by SRP: answers PASSWORD_VERIFIER, also for a name that nobody has where the client
 * hides users. Raises InvalidParameterException for an A that is no public value.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5054#section-2.5
 */
export const beginSrp = async (ctx: Context, { pool, client, parameters }: SrpStart): Promise<Outcome> => {
  const username = requireParameter(parameters, 'USERNAME')
  const a = parsePublicValue(requireParameter(parameters, 'SRP_A'))
  if (!a) throw fault('InvalidParameterException', 'SRP_A is not a valid public value.')
  await proveClient(ctx, client, { username, secretHash: parameters.SECRET_HASH })
  const user = await findUser(ctx, pool, username)
  if (!user && !hidesUsers(client)) throw fault('UserNotFoundException')
  if (user) checkBeforePassword(client, user)
  await refuseLocked(ctx, attemptKey(ctx, pool, user, username, 'password'))
  const stored = await storedVerifier(ctx, user)
  const { salt, v } = stored ?? standIn(ctx, pool, username)
  const b = ctx.random(SECRET_BYTES)
  const publicB = serverPublicValue(v, await ctx.compute.powerOfG(b))
  const block: SecretBlock = {
    id: ctx.random(16).toString('base64url'),
    clientId: client.id,
    sub: user?.sub ?? uuid(ctx),
    passwordVersion: user?.passwordVersion ?? 0,
    name: username,
    username: user?.username ?? standInName(ctx, pool, username),
    a: a.toString('base64'),
    b: b.toString('base64'),
    expiresAt: sessionEnd(ctx, client),
  }
  return {
    kind: 'challenge',
    challenge: 'PASSWORD_VERIFIER',
    session: undefined,
    parameters: {
      SALT: salt.toString('hex'),
      SECRET_BLOCK: Buffer.from(ctx.sealer.seal(sealContext(pool), toText(block))).toString('base64'),
      SRP_B: publicB.toString('hex').replace(/^0+/, ''),
      USERNAME: block.username,
      USER_ID_FOR_SRP: block.username,
    },
  }
}

const openBlock = (ctx: Context, { pool, client }: ChallengeAnswer, bytes: Buffer): SecretBlock => {
  const opened = ctx.sealer.open(sealContext(pool), bytes.toString('latin1'))
  const block = opened === undefined ? undefined : (JSON.parse(opened) as SecretBlock) // sealed by beginSrp alone
  if (block?.clientId !== client.id || block.expiresAt <= ctx.now()) throw fault('NotAuthorizedException')
  return block
}

type Proof = { block: SecretBlock; bytes: Buffer; timestamp: string; signature: Buffer }

/** Whether a client knows the password. Without a user the same work is done and the answer is no. */
const proves = async (ctx: Context, pool: Pool, user: User | undefined, proof: Proof): Promise<boolean> => {
  const { block, bytes, timestamp, signature } = proof
  const stored = user?.passwordVersion === block.passwordVersion ? await storedVerifier(ctx, user) : undefined
  const { v } = stored ?? standIn(ctx, pool, block.name)
  const [a, b] = [Buffer.from(block.a, 'base64'), Buffer.from(block.b, 'base64')]
  const u = scrambler(a, serverPublicValue(v, await ctx.compute.powerOfG(b)))
  const secret = await ctx.compute.sharedSecret({ a, v, u, b })
  const claim = passwordClaim(sessionKey(secret, u), srpIdentity(pool.id, block.username), bytes, timestamp)
  return signature.length === claim.length && timingSafeEqual(signature, claim) && stored !== undefined
}

/**
 * Takes the answer to PASSWORD_VERIFIER. Its SECRET_BLOCK is spent, whether the proof is right or
 * not. Raises NotAuthorizedException for a wrong proof, and for a block that is altered, used, too
 * old, another user's, another client's or another pool's.
 */
export const answerSrp = async (ctx: Context, given: ChallengeAnswer): Promise<Outcome> => {
  const { pool, client, responses } = given
  const username = requireParameter(responses, 'USERNAME')
  const signature = Buffer.from(requireParameter(responses, 'PASSWORD_CLAIM_SIGNATURE'), 'base64')
  const bytes = Buffer.from(requireParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64')
  const timestamp = requireParameter(responses, 'TIMESTAMP')
  if (!TIMESTAMP.test(timestamp)) {
    throw fault('InvalidParameterException', 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.')
  }
  await proveClient(ctx, client, { username, secretHash: responses.SECRET_HASH })
  const block = openBlock(ctx, given, bytes)
  const user = await ctx.store.users.find(pool.id, block.sub)
  const named = await findUser(ctx, pool, username)
  const isNamed = username === block.username || (user ? named?.sub === user.sub : username === block.name)
  const isFresh = await ctx.store.transaction((tx) =>
    tx.consumed.consume(pool.id, 'secret-block', block.id, block.expiresAt),
  )
  if (!isNamed || !isFresh) throw fault('NotAuthorizedException')
  const key = attemptKey(ctx, pool, user, block.name, 'password')
  const isRight = await attemptSecret(ctx, key, () => proves(ctx, pool, user, { block, bytes, timestamp, signature }))
  if (!user || !isRight) throw fault('NotAuthorizedException')
  checkAfterPassword(ctx, user)
  return advance(ctx, {
    attempt: { pool, client, user, proved: new Set(['PASSWORD_VERIFIER'] as const) },
    effects: [],
    spends: undefined,
  })
}
