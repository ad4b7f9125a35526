/** Sessions of a signed-in user, and how a pool and its clients limit them. */
import { integer, oneOf, required, structure } from '../schema.ts'

export const RevokeAssociatedSessionsType = oneOf(['LINKED', 'NONE'])
export const UserSessionTrackingType = oneOf(['DISABLED', 'ENABLED'])

export const UserPoolTokenSessionConfigType = structure({
  MaxPerUser: required(integer()),
})

export const ClientSSOSessionConfigType = structure({
  MaxValidityMinutes: required(integer()),
})
