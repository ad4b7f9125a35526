import { noDevice } from '../../../domain/devices.ts'
import { withProof } from '../../../domain/sign-in.ts'
import { requireParameter } from '../parameters.ts'
import { requirePublicValue } from '../secret-block.ts'
import type { Step } from '../step.ts'

/**
 * The first half of a device's proof: the client names its device and gives its public value, for
 * which DEVICE_PASSWORD_VERIFIER is asked next.
 */
export const DEVICE_SRP_AUTH: Step = {
  async issue(_ctx, attempt) {
    return { attempt, parameters: {}, effects: [] }
  },

  async verify(_ctx, attempt, given) {
    const key = requireParameter(given, 'DEVICE_KEY')
    const srpA = requirePublicValue(given)
    // Another device of the user is not the one that this sign-in began with.
    if (key !== attempt.device?.key) throw noDevice()
    return { attempt: { ...withProof(attempt, 'DEVICE_SRP_AUTH'), srpA }, effects: [] }
  },
}
