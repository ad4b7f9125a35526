import type { Context } from '../../../context.ts'
import { type Device, deviceIdentity } from '../../../domain/devices.ts'
import { fault } from '../../../domain/errors.ts'
import { type Attempt, withProof } from '../../../domain/sign-in.ts'
import { openDeviceVerifier } from '../../devices/verifier.ts'
import { attemptSecret } from '../../passwords/lockout.ts'
import { failuresOf } from '../attempt.ts'
import { requireParameter } from '../parameters.ts'
import { burnBlock, isProven, readClaim, type SecretBlock, sealBlock, startExchange } from '../secret-block.ts'
import { invalidSession, sessionEnd } from '../session.ts'
import type { Step } from '../step.ts'

type DeviceBlock = SecretBlock & { readonly deviceKey: string }

/** The device of the attempt, which has a verifier as long as a sign-in asks for its proof. */
const requireVerifier = (ctx: Context, { device }: Attempt) => {
  const verifier = device && openDeviceVerifier(ctx, device)
  if (!verifier) throw invalidSession()
  return { device, verifier }
}

/** Whether a block is the one that was given for this attempt and device. */
const isMeant = ({ id, sub, deviceKey }: DeviceBlock, { user, blockId }: Attempt, device: Device) =>
  id === blockId && sub === user.sub && deviceKey === device.key

/**
 * The second half of a device's proof: that it knows the secret whose verifier it was confirmed with.
 * Failures have a count of their own, so that whoever locks a user's password does not lock out the
 * device.
 */
export const DEVICE_PASSWORD_VERIFIER: Step = {
  async issue(ctx, attempt) {
    const { pool, client, user, srpA } = attempt
    const { device, verifier } = requireVerifier(ctx, attempt)
    if (!srpA) throw invalidSession()
    const { publicB, held } = await startExchange(ctx, verifier.v, srpA)
    const about = { clientId: client.id, sub: user.sub, deviceKey: device.key, expiresAt: sessionEnd(ctx, client) }
    const block: DeviceBlock = { ...held, ...about }
    return {
      attempt: { ...attempt, srpA: undefined, blockId: block.id },
      parameters: {
        SALT: verifier.salt.toString('hex'),
        SRP_B: publicB,
        SECRET_BLOCK: sealBlock(ctx, 'device-block', pool.id, block),
        DEVICE_KEY: device.key,
        USERNAME: user.username,
      },
      effects: [],
    }
  },

  async verify(ctx, attempt, given) {
    const key = requireParameter(given, 'DEVICE_KEY')
    const claim = readClaim(given)
    const block = await burnBlock<DeviceBlock>(ctx, 'device-block', attempt.client, claim.bytes)
    const { device, verifier } = requireVerifier(ctx, attempt)
    if (key !== device.key || !isMeant(block, attempt, device)) throw fault('NotAuthorizedException')
    const secret = { v: verifier.v, identity: deviceIdentity(device) }
    const isRight = await attemptSecret(ctx, failuresOf(ctx, attempt, 'device'), () =>
      isProven(ctx, block, secret, claim),
    )
    if (!isRight) throw fault('NotAuthorizedException')
    return { attempt: withProof(attempt, 'DEVICE_PASSWORD_VERIFIER'), effects: [] }
  },
}
