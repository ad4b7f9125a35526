import type { Context } from '../../../context.ts'
import { fault } from '../../../domain/errors.ts'
import { attemptsExceeded, passwordLockout } from '../../../domain/lockout.ts'
import { type Attempt, withProof } from '../../../domain/sign-in.ts'
import { fakeVerifier, srpIdentity, type Verifier } from '../../../domain/srp.ts'
import { attemptSecret } from '../../passwords/lockout.ts'
import { fakeSalt, srpVerifierOf } from '../../passwords/verifier.ts'
import { lookUpKey } from '../../users/names.ts'
import { failuresOf } from '../attempt.ts'
import { type PasswordBlock, standsAlone } from '../password-block.ts'
import { burnBlock, type Claim, isProven, readClaim, sealBlock, startExchange } from '../secret-block.ts'
import { passwordMark, sessionEnd } from '../session.ts'
import type { Step } from '../step.ts'

/** A verifier in place of a user's: always the same for a name, and no password's. */
const standIn = (ctx: Context, { pool, name }: Attempt): Verifier => {
  const key = lookUpKey(pool, name)
  const parts = Array.from({ length: 12 }, (_, part) => ctx.sealer.mac(`fake-verifier|${pool.id}`, `${part} ${key}`))
  return {
    salt: fakeSalt(ctx, pool, name),
    v: fakeVerifier(Buffer.concat(parts.map((part) => Buffer.from(part, 'base64url')))),
  }
}

const refuseLocked = async (ctx: Context, attempt: Attempt) => {
  const key = failuresOf(ctx, attempt, 'password')
  if (await ctx.store.attempts.isLocked(key, passwordLockout, ctx.now())) throw attemptsExceeded()
}

/** Whether the client knows the password. Without one to know, the same work is done and the answer is no. */
const proves = async (ctx: Context, block: PasswordBlock, attempt: Attempt, claim: Claim): Promise<boolean> => {
  const { pool, user } = attempt
  const isCurrent = passwordMark(user) === block.passwordMark
  const stored = isCurrent ? await srpVerifierOf(ctx, user) : undefined
  const { v } = stored ?? standIn(ctx, attempt)
  const isRight = await isProven(ctx, block, { v, identity: srpIdentity(pool.id, user.username) }, claim)
  return isRight && stored !== undefined
}

const isMeant = ({ id, sub }: PasswordBlock, { user, blockId }: Attempt) => id === blockId && sub === user.sub

/**
 * A password by SRP. All that the server has to remember is sealed into the SECRET_BLOCK, which is
 * spent with the answer, whether that is right or not.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5054#section-2.5
 */
export const PASSWORD_VERIFIER: Step = {
  async issue(ctx, attempt) {
    const { pool, client, user, name, isKnown, entry, first, device, srpA } = attempt
    // The trigger of a custom sign-in can ask for a password that its client has not begun to prove.
    if (!srpA) throw fault('InvalidParameterException', 'Missing required parameter SRP_A')
    await refuseLocked(ctx, attempt)
    const { salt, v } = (await srpVerifierOf(ctx, user)) ?? standIn(ctx, attempt)
    const { publicB, held } = await startExchange(ctx, v, srpA)
    const block: PasswordBlock = {
      ...held,
      clientId: client.id,
      sub: user.sub,
      name,
      known: isKnown ? 1 : 0,
      passwordMark: passwordMark(user),
      entry,
      first,
      deviceKey: device?.key,
      standsAlone: standsAlone(attempt),
      expiresAt: sessionEnd(ctx, client),
    }
    return {
      attempt: { ...attempt, srpA: undefined, blockId: block.id },
      parameters: {
        SALT: salt.toString('hex'),
        SECRET_BLOCK: sealBlock(ctx, 'secret-block', pool.id, block),
        SRP_B: publicB,
        USERNAME: user.username,
        USER_ID_FOR_SRP: user.username,
      },
      effects: [],
    }
  },

  async verify(ctx, attempt, given) {
    const claim = readClaim(given)
    const block = await burnBlock<PasswordBlock>(ctx, 'secret-block', attempt.client, claim.bytes)
    if (!isMeant(block, attempt)) throw fault('NotAuthorizedException')
    const isRight = await attemptSecret(ctx, failuresOf(ctx, attempt, 'password'), () =>
      proves(ctx, block, attempt, claim),
    )
    if (!isRight) throw fault('NotAuthorizedException')
    return { attempt: withProof(attempt, 'PASSWORD_VERIFIER'), effects: [] }
  },
}
