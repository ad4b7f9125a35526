import { StringMap } from '../../wire/shapes/common.ts'
import { AttributeMappingType, IdpIdentifiersListType } from '../../wire/shapes/identity-provider.ts'

/** What both operations that write providers take beside the details. */
export const optionalMembers = {
  AttributeMapping: AttributeMappingType,
  IdpIdentifiers: IdpIdentifiersListType,
  AcrMapping: StringMap,
}
