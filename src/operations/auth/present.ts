import { fault } from '../../domain/errors.ts'
import type { Outcome } from '../../flows/sign-in/step.ts'
import type { TokenSet } from '../../flows/tokens/issue.ts'

/** A token set as AuthenticationResult. */
export const toAuthenticationResult = ({ accessToken, idToken, refreshToken, expiresIn, newDevice }: TokenSet) => ({
  AccessToken: accessToken,
  ExpiresIn: expiresIn,
  TokenType: 'Bearer',
  ...(refreshToken !== undefined && { RefreshToken: refreshToken }),
  IdToken: idToken,
  ...(newDevice && { NewDeviceMetadata: { DeviceKey: newDevice.key, DeviceGroupKey: newDevice.groupKey } }),
})

/** What a sign-in has come to, as the four sign-in operations answer it. */
export const toAuthResponse = (outcome: Outcome) => {
  // Only the pages' own sign-ins end so, and no answer by the API moves them on.
  if (outcome.kind === 'session') throw fault('NotAuthorizedException')
  return outcome.kind === 'tokens'
    ? { ChallengeParameters: {}, AuthenticationResult: toAuthenticationResult(outcome.tokens) }
    : {
        ChallengeName: outcome.challenge,
        ...(outcome.session !== undefined && { Session: outcome.session }),
        ChallengeParameters: { ...outcome.parameters },
        ...(outcome.available && { AvailableChallenges: [...outcome.available] }),
      }
}
