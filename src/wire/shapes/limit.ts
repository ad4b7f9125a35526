/** Provisioned request rates of an account. */
import { map, oneOf, required, structure } from '../schema.ts'
import { StringType } from './common.ts'

export const LimitClass = oneOf(['API_CATEGORY'])
export const StringToStringMapType = map(StringType, StringType)

export const LimitDefinitionType = structure({
  LimitClass: required(LimitClass),
  Attributes: required(StringToStringMapType),
})
