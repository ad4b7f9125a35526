/** The schema of a pool: its attributes and their constraints. */
import { boolean, list, oneOf, string, structure } from '../schema.ts'
import { StringType } from './common.ts'

export const AttributeDataType = oneOf(['String', 'Number', 'DateTime', 'Boolean'])
export const CustomAttributeNameType = string({ min: 1, max: 20, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+` })

export const NumberAttributeConstraintsType = structure({
  MinValue: StringType,
  MaxValue: StringType,
})

export const StringAttributeConstraintsType = structure({
  MinLength: StringType,
  MaxLength: StringType,
})

export const SchemaAttributeType = structure({
  Name: CustomAttributeNameType,
  AttributeDataType: AttributeDataType,
  DeveloperOnlyAttribute: boolean,
  Mutable: boolean,
  Required: boolean,
  NumberAttributeConstraints: NumberAttributeConstraintsType,
  StringAttributeConstraints: StringAttributeConstraintsType,
})

export const SchemaAttributesListType = list(SchemaAttributeType, { min: 1, max: 50 })
export const CustomAttributesListType = list(SchemaAttributeType, { min: 1, max: 25 })
