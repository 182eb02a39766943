"""주거환경 of the 모니터 상담지 (서식 8): where and how the household lives, from 부록 서식 8 of the guidebook."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from forms.fields import Count, Line, Won
from forms.page import Applies
from forms.record import Record

Opinion = Literal["긴급지원필요", "우선지원 필요", "지원필요하나 시급하지는 않음"]
Dwelling = Literal["단독주택", "다가구", "아파트", "여관,고시원", "움막", "기타"]
Tenure = Literal["자가", "전세", "월세", "보증부월세", "사글세", "무료임대"]
ToiletSharing = Literal["단독", "공동"]
ToiletFlush = Literal["수세식", "재래식"]
ToiletSeat = Literal["입식", "좌식"]
KitchenSharing = Literal["단독", "공동", "없음"]
KitchenLayout = Literal["입식", "재래식"]
Cleanliness = Literal["청결", "불결"]
Facility = Literal["벽, 담", "지붕", "도배, 장판", "화장실", "부엌", "보일러, 전기배선, 설비 등", "기타"]
FacilityState = Literal["양호", "불량", "긴급보수"]
ClimateRisk = Literal["폭염취약", "한파취약"]
MainHeating = Literal["연탄", "기름", "도시가스", "일반가스", "전기", "기타"]
AuxiliaryHeating = Literal["전기장판", "침대사용", "난로", "온풍기"]
Electricity = Literal["자동차단기대상", "조명기구개선대상", "기타"]
Appliance = Literal["TV", "냉장고", "세탁기", "전자레인지", "선풍기", "에어컨", "컴퓨터", "기타"]


class Housing(Record):
    """주거환경: where and how the household lives."""

    dwelling: Dwelling | None = Field(None, title="거주지형태")
    dwelling_note: Annotated[Line | None, Applies("dwelling", "기타")] = Field(
        None, title="거주지형태 기타 내용"
    )
    tenure: Tenure | None = Field(None, title="임대현황")
    free_rent_relation: Annotated[Line | None, Applies("tenure", "무료임대")] = Field(
        None, title="무료임대 관계"
    )
    deposit: Won | None = Field(None, title="보증금", description="원 단위. 서식에는 만원 단위로 인쇄")
    monthly_rent: Won | None = Field(None, title="월세", description="원 단위. 서식에는 만원 단위로 인쇄")
    floor: Line | None = Field(None, title="거주층", description="예: 2층, 반지하")
    rooms: Count | None = Field(None, title="방 수")
    occupants: Count | None = Field(None, title="가구원 수")
    toilet_sharing: ToiletSharing | None = Field(None, title="화장실 단독·공동")
    toilet_flush: ToiletFlush | None = Field(None, title="화장실 수세식·재래식")
    toilet_seat: ToiletSeat | None = Field(None, title="화장실 입식·좌식")
    toilet_cleanliness: Cleanliness | None = Field(None, title="화장실 청결·불결")
    kitchen_sharing: KitchenSharing | None = Field(None, title="부엌 단독·공동·없음")
    kitchen_layout: KitchenLayout | None = Field(None, title="부엌 입식·재래식")
    kitchen_cleanliness: Cleanliness | None = Field(None, title="부엌 청결·불결")
    facilities: tuple[Facility, ...] = Field(
        (), title="시설상태", description="시설 이름 앞의 칸. 양호·불량·긴급보수는 시설마다 따로 적음"
    )
    wall_state: FacilityState | None = Field(None, title="벽, 담 상태")
    roof_state: FacilityState | None = Field(None, title="지붕 상태")
    wallpaper_and_floor_state: FacilityState | None = Field(None, title="도배, 장판 상태")
    toilet_state: FacilityState | None = Field(None, title="화장실 상태")
    kitchen_state: FacilityState | None = Field(None, title="부엌 상태")
    utilities_state: FacilityState | None = Field(None, title="보일러, 전기배선, 설비 등 상태")
    facilities_note: Annotated[Line | None, Applies("facilities", "기타")] = Field(
        None, title="시설상태 기타 내용"
    )
    climate_risks: tuple[ClimateRisk, ...] = Field((), title="폭염·한파 취약")
    main_heating: MainHeating | None = Field(None, title="주 난방")
    main_heating_note: Annotated[Line | None, Applies("main_heating", "기타")] = Field(
        None, title="주 난방 기타 내용"
    )
    auxiliary_heating: tuple[AuxiliaryHeating, ...] = Field((), title="보조 난방")
    electricity: tuple[Electricity, ...] = Field((), title="전기")
    electricity_note: Annotated[Line | None, Applies("electricity", "기타")] = Field(
        None, title="전기 기타 내용"
    )
    appliances: tuple[Appliance, ...] = Field((), title="가전제품")
    appliances_note: Annotated[Line | None, Applies("appliances", "기타")] = Field(
        None, title="가전제품 기타 내용"
    )
    opinion: Opinion | None = Field(None, title="의견")
