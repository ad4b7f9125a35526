import { parseDeviceVerifier } from '../../domain/devices.ts'
import { confirmDevice } from '../../flows/devices/manage.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { DeviceKeyType, DeviceNameType, DeviceSecretVerifierConfigType } from '../../wire/shapes/device.ts'
import { operation } from '../operation.ts'

/**
 * Confirms the device whose key the sign-in of the token was told. Without a verifier it is listed, but
 * cannot take the place of a second factor.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
 */
export const ConfirmDevice = operation({
  auth: 'token',
  quota: 'UserResourceUpdate',
  input: structure({
    AccessToken: required(TokenModelType),
    DeviceKey: required(DeviceKeyType),
    DeviceSecretVerifierConfig: DeviceSecretVerifierConfigType,
    DeviceName: DeviceNameType,
  }),
  async handle({ DeviceKey, DeviceName, DeviceSecretVerifierConfig: config }, ctx) {
    const asksUser = await confirmDevice(ctx, ctx.caller, {
      key: DeviceKey,
      name: DeviceName,
      verifier: config && parseDeviceVerifier({ salt: config.Salt, verifier: config.PasswordVerifier }),
      origin: ctx.peer,
    })
    return { UserConfirmationNecessary: asksUser }
  },
})
