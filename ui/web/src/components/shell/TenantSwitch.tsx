import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { getJson, HttpError } from "../../api/http";
import { currentTenant } from "../../tenant";
import { TenantDialog } from "./TenantDialog";

/** Whose spans are shown, where the server keeps tenants apart; asks for it where that must be said. */
export function TenantSwitch() {
  const tenant = currentTenant();
  const [asked, setAsked] = useState(false);
  const { error } = useQuery({
    queryKey: ["tenant"],
    queryFn: ({ signal }) => getJson("/api/rubato/status", signal),
    enabled: !tenant,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isMissing = error instanceof HttpError && error.message === "no org id";
  useEffect(() => {
    if (isMissing) setAsked(true);
  }, [isMissing]);
  return (
    <>
      {(tenant || isMissing) && (
        <button
          type="button"
          className="button small tenant"
          onClick={() => setAsked(true)}
          title="Show another tenant's spans"
        >
          {tenant || "Choose a tenant"}
        </button>
      )}
      {asked && <TenantDialog tenant={tenant} close={() => setAsked(false)} />}
    </>
  );
}
