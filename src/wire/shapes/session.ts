/** Sessions of a signed-in user, and how a pool and its clients limit them. */
import { integer, oneOf, required, structure } from '../schema.ts'

export const RevokeAssociatedSessionsType = oneOf(['LINKED', 'NONE'])
export const UserSessionTrackingType = oneOf(['DISABLED', 'ENABLED'])

export const MaxPerUserType = integer({ min: 1, max: 100 })
export const MaxValidityMinutesType = integer({ min: 0, max: 129_600 })

export const UserPoolTokenSessionConfigType = structure({
  MaxPerUser: required(MaxPerUserType),
})

export const ClientSSOSessionConfigType = structure({
  MaxValidityMinutes: required(MaxValidityMinutesType),
})
