// Telling a FHIR resource from a case in the service’s own form.

/** @param {any} value */
export const isFHIR = (value) => typeof value?.resourceType === 'string';
